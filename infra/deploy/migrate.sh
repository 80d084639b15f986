#!/usr/bin/env bash
# Runs the migrations of an image once, as a task of its own beside the running service; its exit code is the gate.
#   migrate.sh STACK TAG
set -euo pipefail
here=$(dirname "$0") stack=$1 tag=$2
cluster=$("$here/output.sh" "$stack" ClusterName)
service=$("$here/output.sh" "$stack" ServiceName)
family=$("$here/output.sh" "$stack" TaskFamily)
network=$(aws ecs describe-services --cluster "$cluster" --services "$service" --query 'services[0].networkConfiguration')
running=$(aws ecs describe-services --cluster "$cluster" --services "$service" --output text --query 'services[0].taskDefinition')

# The service's task with the new image in it.
definition=$(aws ecs describe-task-definition --task-definition "$running" --query taskDefinition | node -e '
  const task = JSON.parse(require("node:fs").readFileSync(0));
  for (const name of ["taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy"])
    delete task[name];
  task.family += "-migration";
  task.containerDefinitions[0].image = task.containerDefinitions[0].image.replace(/:[^:]+$/, `:${process.argv[1]}`);
  console.log(JSON.stringify(task));' "$tag")
migration=$(aws ecs register-task-definition --cli-input-json "$definition" --output text --query taskDefinition.taskDefinitionArn)

task=$(aws ecs run-task --cluster "$cluster" --launch-type FARGATE --task-definition "$migration" \
  --network-configuration "$network" --output text --query 'tasks[0].taskArn' \
  --overrides '{"containerOverrides": [{"name": "app", "command": ["migrate"]}]}')
echo "Migrating by $task of $family"
aws ecs wait tasks-stopped --cluster "$cluster" --tasks "$task"
code=$(aws ecs describe-tasks --cluster "$cluster" --tasks "$task" --output text --query 'tasks[0].containers[0].exitCode')
[[ $code == 0 ]] || { echo "The migration ended with $code; nothing was deployed. Its log is in /ecs/mdreader-api."; exit 1; }
