#!/usr/bin/env bash
# Runs a task beside the service, and ends as it does: run.sh STACK TASK-DEFINITION OVERRIDES
set -euo pipefail
here=$(dirname "$0") stack=$1 definition=$2 overrides=$3
cluster=$("$here/output.sh" "$stack" ClusterName)
service=$("$here/output.sh" "$stack" ServiceName)
network=$(aws ecs describe-services --cluster "$cluster" --services "$service" --query 'services[0].networkConfiguration')
task=$(aws ecs run-task --cluster "$cluster" --launch-type FARGATE --task-definition "$definition" \
  --network-configuration "$network" --overrides "$overrides" --output text --query 'tasks[0].taskArn')
aws ecs wait tasks-stopped --cluster "$cluster" --tasks "$task"
code=$(aws ecs describe-tasks --cluster "$cluster" --tasks "$task" --output text --query 'tasks[0].containers[0].exitCode')
[[ $code == 0 ]] || { echo "$task ended with $code; its log is in /ecs/mdreader-api."; exit 1; }
