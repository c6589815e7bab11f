# posix: XCU 2.15 exit
# status: 2
(trap '(exit 1); exit' EXIT; (exit 2); exit); echo $?
sh -c 'trap "(exit 2); exit" USR1; (exit 1); kill -s USR1 $$'; echo $?
(trap '(exit 1); exit 7' EXIT; (exit 2)); echo $?
leave() { (exit 4); exit; }
(trap 'leave' EXIT; (exit 3)); echo $?
trap '(exit 1); exit' EXIT
(exit 2)
exit
