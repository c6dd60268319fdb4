#!/bin/sh
# Stands in for nvidia-smi. The files beside it say what it does: "gpus" how many there are,
# "driver" their driver's version, "behaviour" how it behaves from the next round on:
#   well      prints a round every -l seconds
#   broken    the same, and the first one must be reset
#   hang      runs on and prints nothing
#   stubborn  hangs, and SIGTERM does nothing to it
#   die       ends with what a real one says when the driver is away
#   mismatch  runs on and prints what a real one says after the driver was replaced
#   garbage   runs on and prints nonsense
# "processes" holds what it says of compute processes. Memory in use counts the rounds, and
# "printed" gathers the samples, so that a test sees whether one got lost.
here=$(dirname "$0")
behaviour() { cat "$here/behaviour"; }

hang() {
  while :; do sleep 1; done
}

print_round() {
  count=$(($(cat "$here/count") + 1))
  # By a rename, because it is killed at any moment.
  printf '%s\n' "$count" >"$here/count.new"
  mv "$here/count.new" "$here/count"
  awk -v gpus="$(cat "$here/gpus")" -v driver="$(cat "$here/driver")" -v count="$count" \
    -v broken="$(behaviour)" -v now="$(date '+%Y/%m/%d %H:%M:%S.%3N')" 'BEGIN {
      for (index_ = 0; index_ < gpus; index_++)
        printf "%s, %d, GPU-8f6c1d3e-0000-4000-8000-%012d, NVIDIA H100 80GB HBM3, 00000000:%02X:00.0, %s, P0, 5, 5, %s, %d %%, 0 %%, 81559 MiB, %d MiB, %d MiB\n",
          now, index_, index_, index_ + 10, driver, index_ == 0 && broken == "broken" ? "[GPU requires reset]" : 26 + index_ % 20, count % 101, 81007 - count % 81007, count
    }' >"$here/round"
  cat "$here/round"
  cat "$here/round" >>"$here/printed"
}

interval=''
query=''
while [ $# -gt 0 ]; do
  case $1 in
    --query-gpu=*) query=gpus ;;
    --query-compute-apps=*) query=processes ;;
    -l) interval=$2 ;;
  esac
  shift
done

case $(behaviour) in hang | stubborn) [ "$query" = gpus ] || hang ;; esac
case $query in
  gpus) ;;
  processes)
    echo 'gpu_uuid, pid, used_gpu_memory [MiB]'
    cat "$here/processes"
    exit
    ;;
  *)
    echo '| NVIDIA-SMI 595.71.05              Driver Version: 595.71.05      CUDA Version: 13.1     |'
    exit
    ;;
esac

printed_header=''
while :; do
  case $(behaviour) in
    hang) hang ;;
    stubborn)
      trap '' TERM
      hang
      ;;
    die)
      echo "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
      exit 9
      ;;
    mismatch) echo 'Failed to initialize NVML: Driver/library version mismatch' ;;
    garbage) printf 'no \001\377columns\n' ;;
    *)
      [ -n "$printed_header" ] ||
        echo 'timestamp, index, uuid, name, pci.bus_id, driver_version, pstate, pcie.link.gen.max, pcie.link.gen.current, temperature.gpu, utilization.gpu [%], utilization.memory [%], memory.total [MiB], memory.free [MiB], memory.used [MiB]'
      printed_header=1
      print_round
      ;;
  esac
  [ -n "$interval" ] || exit 0
  sleep "$interval"
done
