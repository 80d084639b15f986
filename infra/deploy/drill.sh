#!/usr/bin/env bash
# Practises the restore of docs/operations.md: the database as it was some minutes ago, beside itself; the word "restored";
# every chain of the audit log walked; and all of it taken away again. Prints how long that took.
#   drill.sh STACK
set -euo pipefail
here=$(dirname "$0") stack=$1
database=$("$here/output.sh" "$stack" DatabaseName)
family=$("$here/output.sh" "$stack" TaskFamily)
copy="$stack-drill"

about() { aws rds describe-db-instances --db-instance-identifier "$1" --output text --query "DBInstances[0].$2"; }
# Also what an earlier drill left behind, if one was broken off.
remove() { aws rds delete-db-instance --db-instance-identifier "$copy" --skip-final-snapshot --output text --query DBInstance.DBInstanceStatus; }
trap remove EXIT

echo "$database can go back to $(about "$database" LatestRestorableTime)."
aws rds restore-db-instance-to-point-in-time --use-latest-restorable-time \
  --source-db-instance-identifier "$database" --target-db-instance-identifier "$copy" \
  --db-subnet-group-name "$(about "$database" DBSubnetGroup.DBSubnetGroupName)" \
  --vpc-security-group-ids "$(about "$database" 'VpcSecurityGroups[0].VpcSecurityGroupId')" \
  --db-parameter-group-name "$(about "$database" 'DBParameterGroups[0].DBParameterGroupName')" \
  --no-multi-az --no-publicly-accessible --no-deletion-protection --output text --query DBInstance.DBInstanceStatus
aws rds wait db-instance-available --db-instance-identifier "$copy"

# The last migration's task has the image and the settings that run; its database is another one. The password is the same,
# unless it was changed in these minutes.
address=$(aws ecs describe-task-definition --task-definition "$family-migration" --output text \
  --query "taskDefinition.containerDefinitions[0].environment[?name=='MDREADER_DATABASE'].value")
address=${address/"$(about "$database" Endpoint.Address)"/"$(about "$copy" Endpoint.Address)"}
for words in '"restored"' '"audit", "verify"'; do
  "$here/run.sh" "$stack" "$family-migration" "{\"containerOverrides\": [{\"name\": \"app\", \"command\": [$words],
    \"environment\": [{\"name\": \"MDREADER_DATABASE\", \"value\": \"$address\"}]}]}"
done
echo "Restored and read in $((SECONDS / 60)) minutes."
