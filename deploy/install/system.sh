# shellcheck shell=bash
# What must be on the machine before a version can run: packages, user, settings, database, Redis.

readonly packages=(nginx postgresql redis-server openssl curl ca-certificates)
readonly redis_port=6380

require_system() {
  local ID='' VERSION_ID=0
  # shellcheck source=/dev/null
  . /etc/os-release
  case $ID in
    debian) [ "${VERSION_ID%%.*}" -ge 12 ] && return ;;
    ubuntu) [ "${VERSION_ID%%.*}" -ge 24 ] && return ;;
  esac
  die "this is $ID $VERSION_ID; Debian 12, Ubuntu 24.04 or newer is needed"
}

install_packages() {
  local package missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' ||
      missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get -o DPkg::Lock::Timeout=300 update ||
    die "apt-get update failed; see $log_file. Nothing was changed."
  quietly apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}" ||
    die "${missing[*]} could not be installed; see $log_file. What ran before still does."
}

# Debian's and Ubuntu's own is too old.
require_node() {
  local version
  version=$(node --version 2>/dev/null || true)
  local major minor
  IFS=. read -r major minor _ <<<"${version#v}"
  [ "${major:-0}" -gt 20 ] || { [ "${major:-0}" -eq 20 ] && [ "$minor" -ge 19 ]; } ||
    die "Node.js 20.19 or newer is needed, there is ${version:-none}: curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs"
  command -v npm >/dev/null || die 'npm is missing; it comes with the nodejs package of NodeSource'
}

make_user() {
  getent passwd gpusched >/dev/null ||
    quietly useradd --system --user-group --home-dir /var/lib/gpusched --shell /usr/sbin/nologin gpusched
  command install -d -m 750 -o gpusched -g gpusched /var/lib/gpusched
  command install -d -m 755 "$home" "$home/releases"
  command install -d -m 750 -g gpusched /etc/gpusched
}

# Secrets are made once. What nginx in front of the portal requires is set right each time; all
# else is the administrator's.
make_settings() {
  if [ ! -e "$settings_file" ]; then
    printf '%s\n' '# Settings of gpusched: README, Settings. They count after: /opt/gpusched/current/deploy/install.sh restart' >"$settings_file"
  fi
  chown root:gpusched "$settings_file" && chmod 640 "$settings_file"
  [ -n "$(setting NEXTAUTH_SECRET)" ] || write_setting NEXTAUTH_SECRET "$(random_secret)"
  # The same for every version: forms opened before an upgrade are understood after it.
  [ -n "$(setting NEXT_SERVER_ACTIONS_ENCRYPTION_KEY)" ] ||
    write_setting NEXT_SERVER_ACTIONS_ENCRYPTION_KEY "$(openssl rand -base64 32)"
  [ -n "$(setting DATA_DIR)" ] || write_setting DATA_DIR /var/lib/gpusched
  require_setting NEXTAUTH_URL "https://$1"
  require_setting TRUST_PROXY 1
  require_setting HOST 127.0.0.1
  # Each web process has its own, from its unit.
  sed -i '/^PORT=/d' "$settings_file"
}

require_setting() {
  local before
  before=$(setting "$1")
  [ "$before" = "$2" ] && return
  [ -z "$before" ] || say "  $1 was $before; it is $2 now"
  write_setting "$1" "$2"
}

# No password: PostgreSQL asks the system who connects to its socket.
make_database() {
  local address port
  address=$(setting DATABASE_URL)
  [ -z "$address" ] || [[ $address == *host=/run/postgresql* ]] || return 0
  quietly systemctl enable --now postgresql || die "PostgreSQL does not start; see $log_file"
  local attempts=0
  until port=$(as_postgres psql -XAtqc 'SHOW port' 2>>"$log_file"); do
    [ $((attempts += 1)) -lt 30 ] || die "PostgreSQL does not answer; see $log_file"
    sleep 1
  done
  if [ -z "$(as_postgres psql -XAtqc "SELECT 1 FROM pg_roles WHERE rolname = 'gpusched'")" ]; then
    quietly as_postgres createuser gpusched || die "the database's user could not be made; see $log_file"
  fi
  if [ -z "$(as_postgres psql -XAtqc "SELECT 1 FROM pg_database WHERE datname = 'gpusched'")" ]; then
    quietly as_postgres createdb --owner gpusched --encoding UTF8 --locale C.UTF-8 --template template0 gpusched ||
      die "the database could not be made; see $log_file"
  fi
  # Else its log holds the rows that it refuses, with their addresses and hashes of passwords.
  quietly as_postgres psql -XAtqc "ALTER ROLE gpusched SET log_error_verbosity = 'terse'" ||
    die "the database's user could not be set up; see $log_file"
  write_setting DATABASE_URL "postgresql://gpusched@localhost:$port/gpusched?host=/run/postgresql"
}

# An instance of its own, so that nobody else's Redis is changed: jobs outlive a restart, and none
# is ever evicted.
make_redis() {
  local address password configuration=/etc/redis/redis-gpusched.conf
  address=$(setting REDIS_URL)
  [ -z "$address" ] || [[ $address == *@127.0.0.1:$redis_port ]] || return 0
  if [ -n "$address" ]; then
    password=${address#redis://:}
    password=${password%@*}
  else
    password=$(random_secret)
  fi
  command install -d -m 750 -o redis -g redis /var/lib/redis/gpusched
  (
    umask 027
    cat >"$configuration.new" <<END
bind 127.0.0.1
port $redis_port
requirepass $password
dir /var/lib/redis/gpusched
appendonly yes
maxmemory-policy noeviction
END
  )
  chown redis:redis "$configuration.new"
  if cmp -s "$configuration.new" "$configuration"; then
    rm "$configuration.new"
  else
    mv "$configuration.new" "$configuration"
    quietly systemctl stop redis-server@gpusched || true
  fi
  write_setting REDIS_URL "redis://:$password@127.0.0.1:$redis_port"
  quietly systemctl enable --now redis-server@gpusched || die "Redis does not start; see $log_file"
}
