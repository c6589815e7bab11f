# posix: XCU 2.5
# status: 0
# compare: no it has no second name to run it by
export IFS=: OPTIND=9 PPID=1
/proc/$$/exe sh -c 'set -- $(echo a:b c); echo $# $OPTIND; test "$PPID" -gt 1 && echo parent'
