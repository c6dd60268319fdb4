# shellcheck shell=bash
# nginx: the portal's site and its certificate. What nginx refuses is taken back.

readonly tls=/etc/gpusched/tls
readonly site=/etc/nginx/sites-available/gpusched.conf
readonly link=/etc/nginx/sites-enabled/gpusched.conf

is_self_signed() {
  [ "$(openssl x509 -in "$tls/fullchain.pem" -noout -issuer_hash)" = \
    "$(openssl x509 -in "$tls/fullchain.pem" -noout -subject_hash)" ]
}

# Until there is another, one of its own making: nginx does not start without.
make_certificate() {
  local fetched=/etc/letsencrypt/live/$1
  command install -d -m 700 "$tls"
  if [ ! -e "$tls/fullchain.pem" ]; then
    quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 \
      -subj "/CN=$1" -addext "subjectAltName=DNS:$1" -keyout "$tls/own-key.pem" -out "$tls/own.pem" ||
      die "openssl made no certificate; see $log_file"
    lead_to "$tls/own.pem" "$tls/own-key.pem"
  fi
  # What certbot has fetched meanwhile needs nobody to name it.
  if is_self_signed && [ -e "$fetched/fullchain.pem" ]; then
    use_certificate "$fetched/fullchain.pem" "$fetched/privkey.pem"
  fi
}

lead_to() {
  ln -sfn "$1" "$tls/fullchain.pem"
  ln -sfn "$2" "$tls/privkey.pem"
}

install_site() {
  command install -d /var/www/certbot
  sed "s/gpusched\.iottalk\.tw/$1/g" "$source_folder/deploy/nginx/gpusched.conf" >"$site.new"
  # nginx does not start with an address family that the system lacks.
  [ -e /proc/net/if_inet6 ] || sed -i '/listen \[::\]/d' "$site.new"
  # Every open page holds two connections; Debian's default is 768 for all.
  sed -i 's/worker_connections 768;/worker_connections 8192;/' /etc/nginx/nginx.conf
  printf 'worker_rlimit_nofile 20000;\n' >/etc/nginx/modules-enabled/90-gpusched.conf
  # Each reload costs somebody a connection that was just being made.
  if cmp -s "$site.new" "$site" && [ -e "$link" ] && systemctl is-active --quiet nginx; then
    rm "$site.new"
    return
  fi
  local before=''
  [ ! -e "$site" ] || before=$(cat "$site")
  mv "$site.new" "$site"
  ln -sf "$site" "$link"
  if ! nginx_agrees; then
    if [ -n "$before" ]; then printf '%s\n' "$before" >"$site"; else rm -f "$site" "$link"; fi
    die "nginx refuses its site: $refusal; its configuration is as it was"
  fi
  quietly systemctl enable nginx
  quietly systemctl reload-or-restart nginx || die "nginx does not start; see $log_file"
}

# Sets `refusal` where it does not.
nginx_agrees() {
  local said
  said=$(nginx -t 2>&1) && return
  refusal=$(grep -m 1 'emerg' <<<"$said" | sed 's/^.*\[emerg\][^:]*: //')
  return 1
}

# Serves the certificate of two files, which whoever renews it may replace where they are.
use_certificate() {
  local chain key name unchanged='the certificate is as it was'
  chain=$(realpath -s "$1") key=$(realpath -s "$2") name=$(portal_name '')
  [ -r "$chain" ] || die "$1 is missing; $unchanged"
  [ -r "$key" ] || die "$2 is missing; $unchanged"
  openssl x509 -in "$chain" -noout -checkend 0 >/dev/null 2>&1 ||
    die "$1 holds no certificate that is valid today; $unchanged"
  openssl x509 -in "$chain" -noout -checkhost "$name" | grep -q 'does match' ||
    die "$1 is not for $name; $unchanged"
  local before_chain before_key
  before_chain=$(readlink "$tls/fullchain.pem") before_key=$(readlink "$tls/privkey.pem")
  lead_to "$chain" "$key"
  [ -e "$link" ] || return 0
  if ! nginx_agrees; then
    lead_to "$before_chain" "$before_key"
    die "nginx refuses $1 with $2: $refusal; $unchanged"
  fi
  quietly systemctl reload-or-restart nginx || die "nginx does not start; see $log_file"
}
