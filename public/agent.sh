#!/bin/sh
# The statistics agent of gpusched. It keeps one nvidia-smi running on a GPU server and sends what
# that prints to the portal. Needs a POSIX shell, curl and coreutils; gzip and systemd where present.
#
# Its state directory:
#   run.N           what the N-th nvidia-smi has printed so far
#   cursor          "N.bytes": so much of run.N stands in batches
#   next.*          a batch that is being written
#   spool/*         batches in the order of their names: each is posted as it is, and deleted when
#                   the portal has taken it
#   lock            which process uses the directory
#   nvidia-smi.pid  for the start after a kill: what still runs

VERSION=1
COLUMNS=timestamp,index,uuid,name,pci.bus_id,driver_version,pstate,pcie.link.gen.max,pcie.link.gen.current,temperature.gpu,utilization.gpu,utilization.memory,memory.total,memory.free,memory.used
# Begins the batches of a server whose nvidia-smi has not printed its own yet.
HEADER='timestamp, index, uuid, name, pci.bus_id, driver_version, pstate, pcie.link.gen.max, pcie.link.gen.current, temperature.gpu, utilization.gpu [%], utilization.memory [%], memory.total [MiB], memory.free [MiB], memory.used [MiB]'
# What has columns is a sample; all else that nvidia-smi prints are words.
SAMPLE='^[^#].*,.*,.*,.*,'
MAX_SPOOL_DAYS=7
MAX_RUN_BYTES=8388608

usage() {
  cat <<'END'
Usage: agent.sh run --portal URL [--token-file FILE] [--state-dir DIR] [--interval SECONDS]
       agent.sh install --portal URL      as a systemd service; run it again to upgrade
       agent.sh uninstall
Without --token-file the server's token is taken from GPUSCHED_TOKEN, or asked for.
END
}

log() { printf 'gpusched-agent: %s\n' "$*" >&2; }

die() {
  log "$*"
  exit 1
}

main() {
  umask 077
  export LC_ALL=C
  portal='' token_file='' state='' interval=10
  # For tests: a shorter minute, a smaller spool, and another root to install under.
  minute=${AGENT_MINUTE:-60} spool_bytes=${AGENT_SPOOL_BYTES:-67108864} root=${AGENT_ROOT:-}
  deed=${1:-}
  [ $# -eq 0 ] || shift
  while [ $# -gt 0 ]; do
    case $1 in
      --portal) portal=${2:-} ;;
      --token-file) token_file=${2:-} ;;
      --state-dir) state=${2:-} ;;
      --interval) interval=${2:-} ;;
      *) die "there is no option $1; agent.sh --help shows those there are" ;;
    esac
    [ -n "${2:-}" ] || die "$1 needs a value"
    shift 2
  done
  case $deed in
    run) run ;;
    install) install_service ;;
    uninstall) uninstall_service ;;
    -h | --help | help) usage ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
}

# --- What both deeds need -------------------------------------------------------------------------

need_portal() {
  command -v curl >/dev/null || die 'curl is missing: install it first (Debian: apt-get install curl)'
  portal=${portal%/}
  case $portal in
    http://?* | https://?*) ;;
    *) die "--portal must be the portal's address, such as https://gpu.example.org" ;;
  esac
  # Neither a path nor anything that a unit file would read as its own.
  case ${portal#*://} in
    *[!]A-Za-z0-9.:_[-]*) die "--portal $portal must be an address without a path" ;;
  esac
}

# Asks on the terminal where standard input is the script itself.
ask_token() {
  token=${GPUSCHED_TOKEN:-}
  unset GPUSCHED_TOKEN
  [ -n "$token" ] || [ -t 0 ] || IFS= read -r token
  if [ -z "$token" ] && (: </dev/tty) 2>/dev/null; then
    printf "This server's token: " >/dev/tty
    IFS= read -r token </dev/tty
  fi
  [ -n "$token" ] || die "no token: set GPUSCHED_TOKEN to the one that the server's page in the portal shows"
  check_token "$token" || die "this is no token of the portal: it begins with gpusched_ and has 52 characters"
}

check_token() {
  case $1 in
    *[!A-Za-z0-9_-]*) return 1 ;;
    gpusched_*) [ ${#1} -eq 52 ] ;;
    *) return 1 ;;
  esac
}

# post FILE ENCODING: sets answer (the HTTP status, 000 for none), sentence and retry_after. The
# token goes through a pipe, because everybody can read command lines.
post() {
  rm -f "$state/answer" "$state/headers"
  printf 'header = "Authorization: Bearer %s"\n' "$token" |
    curl -sS -g -K - --connect-timeout 10 --max-time $((5 + minute / 4)) \
      -o "$state/answer" -D "$state/headers" -w '%{http_code}' \
      -H 'Content-Type: text/csv' -H "Content-Encoding: $2" -H 'Expect:' \
      -H "X-Agent-Time: $(date +%s)" --data-binary "@$1" "$portal/api/ingest" \
      >"$state/status" 2>"$state/words" &
  curl=$!
  # In the background, because a signal ends a wait, but not a command that runs.
  wait "$curl"
  # A stop lets it end, because a report whose answer gets lost is sent twice.
  if [ -n "${stopping:-}" ] && is_alive "$curl"; then sleep 1; fi
  answer=$(cat "$state/status")
  answer=${answer:-000}
  if [ "$answer" = 000 ]; then
    sentence=$(one_line <"$state/words")
  else
    sentence=$(one_line 2>/dev/null <"$state/answer")
  fi
  retry_after=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([1-9][0-9]\{0,3\}\)[^0-9]*$/\1/p' "$state/headers" 2>/dev/null | tail -n 1)
}

one_line() { tr '\n' ' ' | tr -d '\000-\037' | cut -c 1-300 | sed 's/ *$//'; }

# --- Running --------------------------------------------------------------------------------------

run() {
  need_portal
  # A card that is not told of for two minutes has vanished; a server that says nothing for five is silent.
  case $interval in
    [1-9] | [1-5][0-9] | 60) ;;
    *) die "--interval $interval must be a whole number of seconds from 1 to 60" ;;
  esac
  if [ -n "$token_file" ]; then
    read_token || die "$token_file holds no token of the portal"
  else
    ask_token
  fi
  [ -n "$state" ] || state=${XDG_STATE_HOME:-${HOME:-/tmp}/.local/state}/gpusched-agent
  mkdir -p "$state/spool" || die "cannot make $state: choose another --state-dir"
  take_lock

  # A batch stays under the portal's limit, and dropping the oldest leaves others.
  batch_bytes=262144
  [ $((spool_bytes / 4)) -gt "$batch_bytes" ] || batch_bytes=$((spool_bytes / 4))
  chunk_bytes=$((batch_bytes / 2))
  silence=$((6 * interval))
  [ "$silence" -gt "$minute" ] || silence=$minute
  smi='' run='' seen=0 taken=0 smi_at=0 output_at=0 ending_at='' smi_pause=0
  survey='' survey_at=0 asked=''
  curl='' send_at=0 failures=0 trouble=start
  error='' logged='' report_at=0 cuda='' header=$HEADER changed=1 full='' stopping=''

  trap 'stopping=1' TERM INT HUP
  look_at_clock
  recover
  while [ -z "$stopping" ]; do
    look_at_clock
    tend_nvidia_smi
    tend_survey
    report_error
    [ $((seen - taken)) -lt "$chunk_bytes" ] || collect
    if is_due; then
      [ "$seen" -le "$taken" ] || collect
      send
    fi
    bound_spool
    [ -n "$stopping" ] || sleep 1
  done
  stop
}

# Seconds that no change of the wall clock moves.
look_at_clock() {
  read -r now _ </proc/uptime
  now=${now%.*}
}

read_token() {
  IFS= read -r token 2>/dev/null <"$token_file"
  check_token "$token"
}

# Nobody else with the same number: that a process started at the same moment of the same boot.
mark_of() {
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
  cat /proc/sys/kernel/random/boot_id
}

# A link appears at once and with its content, and fails where there is one.
take_lock() {
  mine=$state/lock.$$ tries=0
  printf '%s\n' "$$" "$(mark_of $$)" >"$mine" || die "cannot write to $state: choose another --state-dir"
  until ln "$mine" "$state/lock" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || die "cannot make $state/lock"
    held=$(cat "$state/lock" 2>/dev/null) || continue
    holder=${held%%[!0-9]*}
    if [ -n "$holder" ] && [ "$held" = "$(printf '%s\n' "$holder" "$(mark_of "$holder")")" ]; then
      rm -f "$mine"
      die "an agent already runs on $state (process $holder)"
    fi
    # Of several that find a dead one's lock, one moves it; who moves a living one's puts it back.
    mv "$state/lock" "$mine.stale" 2>/dev/null || continue
    [ "$(cat "$mine.stale")" = "$held" ] || ln "$mine.stale" "$state/lock" 2>/dev/null
    rm -f "$mine.stale"
  done
  rm -f "$mine"
}

# A zombie answers to kill -0 too, and where process 1 reaps nobody, a killed agent leaves some.
is_alive() {
  kill -0 "$1" 2>/dev/null || return 1
  value=''
  while read -r name value _; do
    [ "$name" != State: ] || break
  done 2>/dev/null <"/proc/$1/status"
  [ "${value:-Z}" != Z ]
}

# Takes up what an agent left that was killed.
recover() {
  cursor=$(cat "$state/cursor" 2>/dev/null)
  cursor=${cursor:-1000000000.0}
  number=${cursor%.*} sequence=1000000000
  for file in "$state"/next.*; do
    [ -e "$file" ] || break
    rest=${file##*/next.}
    name=${rest%.*.*}
    # The cursor says whether its lines count as taken.
    if [ "$rest" = "$name.$cursor" ]; then mv "$file" "$state/spool/$name"; else rm -f "$file"; fi
  done
  for file in "$state"/spool/*; do
    name=${file##*/}
    [ ! -e "$file" ] || sequence=${name%%.*}
  done
  for file in "$state"/run.*; do
    [ -e "$file" ] || break
    [ -z "$run" ] || finish_run
    run=$file number=${file##*.} taken=0
    [ "$number" != "${cursor%.*}" ] || taken=${cursor#*.}
  done
  left=$(cat "$state/nvidia-smi.pid" 2>/dev/null) || return 0
  if is_alive "${left:-0}" && tr '\0' ' ' <"/proc/$left/cmdline" | grep -qF "$COLUMNS"; then
    smi=$left
    end_nvidia_smi ''
  fi
}

# Ends with all children, and with everything that was printed in the spool.
stop() {
  trap '' TERM INT HUP
  for waited in 0 1 2 3; do
    running=''
    for child in $smi $survey $curl; do
      is_alive "$child" || continue
      running=1
      if [ "$waited" -lt 2 ]; then kill "$child"; else kill -KILL "$child"; fi 2>/dev/null
    done
    [ -n "$running" ] || break
    sleep 1
  done
  if [ -n "$run" ] && ! is_alive "${smi:-0}"; then finish_run; else while collect; do :; done; fi
  rm -f "$state/lock"
}

# --- nvidia-smi -----------------------------------------------------------------------------------

# Never waits for it: one that hangs in the driver cannot even be killed.
tend_nvidia_smi() {
  if [ -z "$smi" ]; then
    [ -z "$run" ] || finish_run || return
    [ "$now" -lt $((smi_at + smi_pause)) ] || start_nvidia_smi
  elif ! is_alive "$smi"; then
    nvidia_smi_ended
  elif [ -n "$ending_at" ]; then
    [ $((now - ending_at)) -lt 3 ] || kill -KILL "$smi" 2>/dev/null
    [ $((now - ending_at)) -lt 6 ] ||
      error="nvidia-smi (process $smi) hangs in the driver and cannot be killed"
  else
    before=$seen
    seen=$(($(wc -c <"$run")))
    [ "$seen" -eq "$before" ] || output_at=$now
    if [ $((now - output_at)) -ge "$silence" ]; then
      end_nvidia_smi "nvidia-smi printed nothing for $silence seconds and was started again"
    elif [ "$seen" -ge "$MAX_RUN_BYTES" ]; then
      end_nvidia_smi ''
    elif [ $((now - looked_at)) -ge "$minute" ]; then
      looked_at=$now
      # A new driver brings a new one.
      [ "$(identity)" = "$program" ] || end_nvidia_smi ''
    fi
  fi
}

identity() { ls -Lil "$(command -v nvidia-smi)" 2>/dev/null; }

start_nvidia_smi() {
  smi_at=$now
  if ! command -v nvidia-smi >/dev/null; then
    error='nvidia-smi is not there: no NVIDIA driver is installed, or not on the PATH'
    lengthen_pause
    return
  fi
  number=$((number + 1))
  run=$state/run.$number
  seen=0 taken=0 output_at=$now looked_at=$now ending_at='' asked='' words='' program=$(identity)
  # What is read while it is written must not wait in a buffer.
  by_line=''
  ! command -v stdbuf >/dev/null || by_line='stdbuf -oL'
  # The limit (blocks of 512 or 1024 bytes) is for an agent that is killed and never comes back.
  (
    ulimit -f 65536
    # shellcheck disable=SC2086 # two words or none
    exec $by_line env TZ=UTC0 nvidia-smi --query-gpu=$COLUMNS --format=csv -l "$interval"
  ) >"$run" 2>&1 </dev/null &
  smi=$!
  printf '%s\n' "$smi" >"$state/nvidia-smi.pid"
}

# end_nvidia_smi WHY: asks it to end; nvidia_smi_ended sees to the rest.
end_nvidia_smi() {
  [ -z "$1" ] || error=$1
  ending_at=$now
  kill "$smi" 2>/dev/null
}

nvidia_smi_ended() {
  wait "$smi" 2>/dev/null
  code=$?
  smi='' words=''
  finish_run
  [ -n "$ending_at" ] || error="nvidia-smi ended with exit code $code${words:+: $words}"
  if [ $((now - smi_at)) -ge "$minute" ]; then smi_pause=0; fi
  lengthen_pause
  smi_at=$now
}

lengthen_pause() {
  smi_pause=$((smi_pause * 2 + 1))
  [ "$smi_pause" -lt "$minute" ] || smi_pause=$minute
}

# Puts all that an ended nvidia-smi printed into the spool. A half sample at its end would be a
# wrong one; half a word is still one.
finish_run() {
  while collect; do :; done
  [ -z "$full" ] || return 1
  rest=$(tail -c "+$((taken + 1))" "$run" | sed "/$SAMPLE/d" | one_line)
  words=${rest:-${words:-}}
  rm -f "$run" "$state/nvidia-smi.pid"
  run=''
}

# Moves whole lines that nvidia-smi printed into the spool, at most a chunk. False: there were none.
collect() {
  [ -f "$run" ] || return 1
  tail -c "+$((taken + 1))" "$run" | head -c "$chunk_bytes" >"$state/part"
  head -n "$(($(wc -l <"$state/part")))" "$state/part" >"$state/lines" || is_full || return 1
  bytes=$(($(wc -c <"$state/lines")))
  if [ "$bytes" -eq 0 ]; then
    # Nothing that nvidia-smi means is longer than a batch.
    [ "$(wc -c <"$state/part")" -lt "$chunk_bytes" ] || taken=$((taken + chunk_bytes))
    return 1
  fi
  printed=$(sed -n '/^timestamp,/{p;q;}' "$state/lines")
  header=${printed:-$header}
  sed -n "/^timestamp,/d; /$SAMPLE/p" "$state/lines" >"$state/samples" || is_full || return 1
  if [ -s "$state/samples" ]; then
    add "$state/samples" "$number.$((taken + bytes))" || return 1
    error='' logged=''
  fi
  hear "$(sed "/^timestamp,/d; /$SAMPLE/d" "$state/lines" | one_line)"
  taken=$((taken + bytes))
}

# hear WORDS: one that says only words, or that the driver was replaced, is started again.
hear() {
  [ -n "$1" ] || return 0
  words=$1
  # One that ends is heard by who sees to its end.
  if [ -z "$smi" ] || [ -n "$ending_at" ]; then return 0; fi
  error=$words
  case $words in
    *mismatch*) end_nvidia_smi "$words" ;;
    *) [ -s "$state/samples" ] || end_nvidia_smi "$words" ;;
  esac
}

# --- Processes, and what the driver can do --------------------------------------------------------

# Asks another nvidia-smi, once for the CUDA version and every minute for the processes.
tend_survey() {
  if [ -n "$survey" ]; then
    if ! is_alive "$survey"; then
      ! wait "$survey" 2>/dev/null || "take_$question"
      survey=''
    elif [ $((now - survey_at)) -ge "$minute" ]; then
      kill -KILL "$survey" 2>/dev/null
      error="nvidia-smi (process $survey) does not answer what processes use the GPUs"
    fi
  elif [ -n "$smi" ] && [ -z "$ending_at" ] && [ "$seen" -gt 0 ]; then
    if [ "$asked" != "$number" ]; then
      asked=$number
      ask cuda
    elif [ "$question" = cuda ] || [ $((now - survey_at)) -ge "$minute" ]; then
      ask processes --query-compute-apps=gpu_uuid,pid,used_gpu_memory --format=csv
    fi
  fi
}

ask() {
  question=$1 survey_at=$now asked_at=$(date -u '+%Y/%m/%d %H:%M:%S.000')
  shift
  nvidia-smi "$@" >"$state/survey" 2>/dev/null </dev/null &
  survey=$!
}

take_cuda() {
  cuda=$(sed -n 's/.*CUDA [A-Za-z ]*[Vv]ersion *: *\([0-9.]\{1,\}\).*/\1/p' "$state/survey" | head -n 1)
}

# Puts the user beside each process; "[N/A]" for one that has ended meanwhile.
take_processes() {
  head -n 1000 "$state/survey" | grep -F , >"$state/processes"
  pids=$(sed -n 's/^[^,]*, *\([0-9]\{1,\}\) *,.*/\1/p' "$state/processes" | sort -u | tr '\n' ',')
  : >"$state/users"
  if [ -n "$pids" ]; then
    # Without a width, ps shows a long name as a number.
    ps -o pid= -o user:64= -p "${pids%,}" >"$state/users" 2>/dev/null ||
      ps -o pid= -o user= -p "${pids%,}" >"$state/users" 2>/dev/null
  fi
  {
    printf '# processes: %s\n' "$asked_at"
    awk -v users="$state/users" '
      BEGIN { while ((getline line < users) > 0) { split(line, part, " "); user[part[1]] = part[2] } }
      { sub(/\r$/, "") }
      NR == 1 { print $0 ", user"; next }
      { split($0, column, / *, */); print $0 ", " (column[2] in user ? user[column[2]] : "[N/A]") }
    ' "$state/processes"
    printf '# samples\n'
  } >"$state/section" || is_full || return 1
  add "$state/section"
}

# Tells the portal at most once a minute why there are no samples.
report_error() {
  [ -n "$error" ] || return 0
  [ "$error" = "$logged" ] || log "$error"
  logged=$error
  [ "$now" -ge "$report_at" ] || return 0
  { printf '# error: %s\n' "$error" >"$state/section" && add "$state/section"; } || return 0
  error='' report_at=$((now + minute))
}

# --- Spool ----------------------------------------------------------------------------------------

# add FILE [CURSOR]: puts lines into the spool, at the end of the newest batch or as a new one.
# With a cursor, both count as done from the moment that the cursor is there: see recover.
add() {
  mark=${2:--.-}
  for newest in "$state"/spool/*; do :; done
  if [ -e "$newest" ] && [ "$(head -n 1 "$newest")" = "$header" ] &&
    [ "$(cat "$newest" "$1" | wc -c)" -le "$batch_bytes" ]; then
    name=${newest##*/}
    cat "$newest" "$1" >"$state/next.$name.$mark"
  else
    sequence=$((sequence + 1))
    name=$sequence.$(date +%s)
    {
      printf '%s\n# agent: %s\n' "$header" "$VERSION" &&
        { [ -z "$cuda" ] || printf '# cuda: %s\n' "$cuda"; } && cat "$1"
    } >"$state/next.$name.$mark"
  fi || is_full || return 1
  if [ "$mark" != -.- ]; then
    { printf '%s\n' "$mark" >"$state/cursor.new" && mv "$state/cursor.new" "$state/cursor"; } ||
      is_full || return 1
  fi
  mv "$state/next.$name.$mark" "$state/spool/$name" || is_full || return 1
  changed=1 full=''
}

is_full() {
  [ -n "$full" ] || log "cannot write to $state: is the disk full?"
  full=1
  return 1
}

# Drops the oldest batches while there are too many bytes, or days.
bound_spool() {
  [ -n "$changed" ] || return 0
  changed=''
  while :; do
    set -- "$state"/spool/*
    [ $# -gt 1 ] || return 0
    made_at=${1##*.}
    bytes=$(wc -c "$@" | sed -n '$s/[^0-9]*\([0-9]*\).*/\1/p')
    [ "$bytes" -gt "$spool_bytes" ] ||
      [ $(($(date +%s) - made_at)) -gt $((MAX_SPOOL_DAYS * 86400)) ] || return 0
    # Those of earlier drops count on.
    lines=$(awk '
      /^# dropped: / { n += $3 } /^# processes: / { other = 1 } /^# samples/ { other = 0 }
      !/^(#|timestamp,)/ && !other { n++ }
      END { print n + 0 }' "$1")
    log "the spool is full: $lines lines that the portal did not take are dropped"
    { printf '# dropped: %s\n' "$lines" >"$state/section" && add "$state/section"; } || return 0
    rm -f "$1"
  done
}

# --- Sending --------------------------------------------------------------------------------------

# Waits for the rest of a round, unless nvidia-smi never pauses.
is_due() {
  [ "$now" -ge "$send_at" ] || return 1
  [ "$output_at" -lt "$now" ] || [ "$now" -ge $((send_at + interval)) ]
}

# Posts the oldest batch.
send() {
  set -- "$state"/spool/*
  [ -e "$1" ] || return 0
  # Read anew, so that another one counts at once.
  [ -z "$token_file" ] || read_token || token=none
  body=$1 encoding=''
  if command -v gzip >/dev/null && gzip -c "$1" >"$state/body"; then
    body=$state/body encoding=gzip
  fi
  post "$body" "$encoding"
  # A request that a stop cut short says nothing.
  [ -z "$stopping" ] || [ "${answer#2}" != "$answer" ] || return 0
  case $answer in
    2??)
      rm -f "$1"
      [ -z "$trouble" ] || log "sending to $portal every $interval s"
      trouble='' failures=0 send_at=$((now + interval))
      [ $# -eq 1 ] || send_at=$now
      ;;
    400 | 413 | 415 | 422)
      rm -f "$1"
      log "the portal refuses a report ($answer): $sentence"
      ;;
    *) keep ;;
  esac
}

# Decides when to try again, and says once what is wrong.
keep() {
  failures=$((failures + 1))
  pause=$minute
  if [ "$answer" != 401 ]; then
    [ "$failures" -gt 6 ] || pause=$((1 << (failures - 1)))
    [ "$pause" -lt "$minute" ] || pause=$minute
    pause=${retry_after:-$pause}
  fi
  # Not all servers at the same moment.
  send_at=$((now + pause + $$ % (pause / 4 + 1)))
  [ "$trouble" != "$answer" ] || return 0
  trouble=$answer
  case $answer in
    000) log "cannot reach $portal ($sentence); reports wait in $state/spool" ;;
    401) log "the portal refuses the token: make a new one on this server's page in the portal, and install or start again with it" ;;
    429 | 503) log "the portal wants reports later ($answer): $sentence" ;;
    *) log "no portal answers at $portal (HTTP $answer): is --portal its address?" ;;
  esac
}

# --- As a service ---------------------------------------------------------------------------------

library=/usr/local/lib/gpusched
settings=/etc/gpusched-agent
unit=gpusched-agent.service

need_root() {
  command -v systemctl >/dev/null || die 'systemd is missing: use agent.sh run'
  [ -n "$root" ] || [ "$(id -u)" -eq 0 ] || die "$deed needs root: run it with sudo"
}

install_service() {
  need_portal
  need_root
  if [ -z "${GPUSCHED_TOKEN:-}" ] && [ -f "$root$settings/token" ]; then
    token_file=$root$settings/token
    read_token || die "$token_file holds no token of the portal: set GPUSCHED_TOKEN"
  else
    ask_token
  fi
  state=$(mktemp -d) || die 'cannot make a temporary directory'
  trap 'rm -rf "$state"' EXIT
  fetch_script
  try_token
  printf '%s\n' "$token" | place 600 "$settings/token" || exit
  place 755 "$library/agent.sh" <"$state/agent.sh"
  print_unit | place 644 "/etc/systemd/system/$unit" || exit
  chmod 755 "$root$library"
  { systemctl daemon-reload && systemctl enable "$unit" && systemctl restart "$unit"; } ||
    die "systemd does not start $unit: journalctl -u $unit says why"
  log "installed; journalctl -u $unit shows what it does"
}

# place MODE FILE: by a rename, so that what runs meanwhile never meets half a file.
place() {
  mkdir -p "$root${2%/*}" || die "cannot make ${2%/*}"
  { cat >"$root$2.new" && chmod "$1" "$root$2.new" && mv "$root$2.new" "$root$2"; } ||
    die "cannot write $2"
}

# Through a pipe there is no file to copy.
fetch_script() {
  if [ -f "$0" ] && grep -q '^# The statistics agent of gpusched' "$0"; then
    cp "$0" "$state/agent.sh"
  else
    curl -fsSL "$portal/agent.sh" >"$state/agent.sh" </dev/null || die "cannot fetch $portal/agent.sh"
  fi
  # shellcheck disable=SC2016 # the line as it is written
  [ "$(tail -n 1 "$state/agent.sh")" = 'main "$@"' ] || die "$portal/agent.sh came incomplete: try again"
}

# An agent with a wrong token or address is better not installed; a portal that is away comes back.
try_token() {
  printf '%s\n# agent: %s\n' "$HEADER" "$VERSION" >"$state/report"
  post "$state/report" ''
  case $answer in
    2??) ;;
    401) die "the portal refuses the token: make a new one on this server's page in the portal" ;;
    000) log "cannot reach $portal now ($sentence); the agent will go on trying" ;;
    *) log "the portal answers $answer: $sentence" ;;
  esac
}

# What is not closed is what nvidia-smi may need: devices, kernel modules and root.
print_unit() {
  cat <<END
[Unit]
Description=gpusched agent: sends GPU statistics to $portal
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=/bin/sh $library/agent.sh run --portal $portal --token-file $settings/token --state-dir /var/lib/gpusched-agent
Restart=always
RestartSec=10
KillMode=mixed
TimeoutStopSec=15
StateDirectory=gpusched-agent
StateDirectoryMode=0700
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native

[Install]
WantedBy=multi-user.target
END
}

uninstall_service() {
  need_root
  systemctl disable --now "$unit"
  rm -f "$root/etc/systemd/system/$unit"
  systemctl daemon-reload
  rm -rf "$root$library" "$root$settings" "$root/var/lib/gpusched-agent"
  log 'uninstalled; its token can be revoked on the page of this server in the portal'
}

main "$@"
