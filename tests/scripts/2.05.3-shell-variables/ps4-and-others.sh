# posix: XCU 2.5.3
# status: 0

echo "[$PS4]" "[$OPTIND]"
[ -n "$PPID" ] && echo ppid
PS4='trace '; { set -x; : x; set +x; } 2>f; cat f
