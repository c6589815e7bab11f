# posix: XCU 2.5.2
# status: 0
# args: x

case $0 in *dollar-zero.sh) echo script name;; *) echo "other: $0";; esac
set -- y
case $0 in *dollar-zero.sh) echo unchanged;; esac
