# posix: XCU 2.5.3
# status: 0

unset PS1 PS2 IFS
x='a b'; for w in $x; do echo $w; done
