#!/usr/bin/env bash
# Prints the tag of the image that a stack runs; nothing before its first deployment: running.sh STACK
set -euo pipefail
aws cloudformation describe-stacks --stack-name "$1" --output text \
  --query "Stacks[0].Parameters[?ParameterKey=='ImageTag'].ParameterValue"
