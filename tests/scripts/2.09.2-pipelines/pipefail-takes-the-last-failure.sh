# posix: XCU 2.9.2
# status: 1
# compare: no its pipelines have no such option
set -o pipefail
false | true; echo $?
(exit 3) | (exit 4) | true; echo $?
true | true; echo $?
(exit 3) | true | (exit 5); echo $?
! false | true; echo $?
! true | true; echo $?
set -o | grep pipefail
set +o pipefail
false | true; echo $?
set -o pipefail -e
false | true || echo handled
(false | true; echo not reached)
echo not reached either
