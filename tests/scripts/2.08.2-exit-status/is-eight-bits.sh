# posix: XCU 2.8.2
# status: 0

sh -c 'exit 256'; echo $?
sh -c 'exit 300'; echo $?
f() { return 255; }; f; echo $?
(exit 128); echo $?
