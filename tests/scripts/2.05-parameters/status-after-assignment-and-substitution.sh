# posix: XCU 2.5.2
# status: 0

x=$(exit 4); echo $?
x=1; echo $?
x=$(exit 5) y=$(exit 6); echo $?
x=$(exit 5) y=2; echo $?
$(exit 7); echo $?
>f$(exit 8); echo $?
