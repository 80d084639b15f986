#!/usr/bin/env bash
# Builds infra/Dockerfile where no registry of images can be reached: the images it begins from are empty, and this machine's
# own programs are put beside what they hold. Leaves the image's files in FOLDER/files and what it says in FOLDER/image.json.
#   build.sh FOLDER
set -euo pipefail
folder=$1 root=$(cd "$(dirname "$0")/../../.." && pwd)
mkdir -p "$folder/context" "$folder/files"
image() { buildah --root "$folder/store" --runroot "$folder/run" --storage-driver vfs "$@"; }

# As it is checked out, without what was built. Whoever answers for RDS's certificates isn't asked.
git -C "$root" ls-files -z | tar -C "$root" --null -T - -cf - | tar -C "$folder/context" -xf -
cp /etc/ssl/certs/ca-certificates.crt "$folder/context/rds.pem"
sed -E 's#^ADD https://\S+#ADD rds.pem#' "$root/infra/Dockerfile" > "$folder/Dockerfile"

own=()
for place in usr bin lib lib64 etc; do own+=(-v "/$place:/$place:ro"); done
empty=$(image from scratch)
mounted=$(image mount "$empty")
mkdir -p "$mounted"/{usr,bin,lib,lib64,etc,root,proc,dev,sys,tmp,var/tmp}
chmod 1777 "$mounted/tmp" "$mounted/var/tmp"
image umount "$empty" >/dev/null
for name in $(sed -nE 's/^FROM (--\S+ )?(\S+).*/\2/p' "$folder/Dockerfile"); do image commit -q "$empty" "$name" >/dev/null; done

# Packages come from where this machine has them from.
image build --format docker --pull=never --isolation chroot "${own[@]}" -v "$HOME:/root" --ignorefile "$root/.dockerignore" \
  --build-arg "TARGETARCH=$(dpkg --print-architecture)" -f "$folder/Dockerfile" -t mdreader "$folder/context"
image inspect --type image mdreader > "$folder/image.json"
built=$(image from --pull-never mdreader)
cp -a "$(image mount "$built")/." "$folder/files"
