#!/usr/bin/env bash
# Waits until the image is scanned, and fails at findings that are critical: scanned.sh TAG
set -euo pipefail
aws ecr wait image-scan-complete --repository-name mdreader --image-id "imageTag=$1"
critical=$(aws ecr describe-image-scan-findings --repository-name mdreader --image-id "imageTag=$1" --output text \
  --query 'imageScanFindings.findingSeverityCounts.CRITICAL')
if [[ $critical != None && $critical != 0 ]]; then
  echo "The image has $critical critical findings; see it in ECR."
  exit 1
fi
