# posix: XCU 2.6.2
# status: 0
unset u
echo "<${u#$(echo ran >&3)}>" 3>&1
echo "<${u%%$(echo ran >&3)}>" 3>&1
