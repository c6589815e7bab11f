# posix: XCU 2.6.3
# status: 0

d=$PWD
x=$(cd /; pwd); [ "$PWD" = "$d" ] && echo $x
x=$(echo a; exit; echo b); echo $x
trap 'echo outer' EXIT
x=$(trap 'echo inner' EXIT; echo c); echo $x
trap - EXIT
