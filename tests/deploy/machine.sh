#!/bin/bash
# A machine of its own for the install script, as far as one can be had without another kernel:
# a network without others, and /etc, /opt, /run, /usr/local, /var and /srv of which nothing
# outlives it. The real nginx, PostgreSQL and Redis run in it, on their own ports. Started by
# machine.ts under `unshare`; ready when it says so.
set -euo pipefail
checkout=$1

ip link set lo up
mkdir -p /mnt
mount -t tmpfs -o mode=755 machine /mnt
for folder in etc opt usr/local var srv; do
  mkdir -p "/mnt/$folder/upper" "/mnt/$folder/work"
  mount -t overlay -o "lowerdir=/$folder,upperdir=/mnt/$folder/upper,workdir=/mnt/$folder/work" overlay "/$folder"
done
mount -t tmpfs -o mode=755 run /run
mkdir -p /run/lock /run/units
install -d -o postgres -g postgres /run/postgresql

# What is under test must be there for users who may not enter the developer's folder.
mkdir /srv/built /srv/gpusched
mount --bind "$checkout" /srv/built
tar -C "$checkout" -c --exclude-vcs --exclude=./node_modules --exclude=./.next --exclude=./dist \
  --exclude=./.data --exclude=./.env --exclude=./lib/generated --exclude=./test-results . |
  tar -C /srv/gpusched -x --no-same-owner

rm -f /etc/nginx/sites-enabled/default
ln -s "$(readlink -f "$(command -v npm)")" /usr/local/bin/npm.real
for stub in systemctl journalctl npm; do
  install -m 755 "$checkout/tests/deploy/stubs/$stub" "/usr/local/bin/$stub"
done
echo ready
# As the first process it takes leave of all those whose parents have ended.
while true; do
  sleep 1 &
  wait $!
done
