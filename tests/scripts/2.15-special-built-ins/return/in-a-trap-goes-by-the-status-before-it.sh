# posix: XCU 2.15 return
# status: 0
trap '(exit 1); return; echo X $?' USR1
f() {
    (kill -s USR1 $$; exit 2)
    echo Y $?
}
f
echo Z $?
