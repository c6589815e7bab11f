# posix: XCU 2.9.4.2
# status: 0

set -- a 'b c'
for i do echo "<$i>"; done
for i
do echo "<$i>"; done
for i in; do echo no; done; echo $?
for i in "$@"
do echo "<$i>"; done
