#!/usr/bin/env bash
# Runs the migrations of an image once, as a task of its own beside the running service; its exit code is the gate.
#   migrate.sh STACK TAG
set -euo pipefail
here=$(dirname "$0") stack=$1 tag=$2
cluster=$("$here/output.sh" "$stack" ClusterName)
service=$("$here/output.sh" "$stack" ServiceName)
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

echo "Migrating by $migration; without it nothing is deployed."
"$here/run.sh" "$stack" "$migration" '{"containerOverrides": [{"name": "app", "command": ["migrate"]}]}'
