# posix: XCU 2.9.5
# status: 0

n=0
f() { echo text; } >f$((n=n+1))
f; f; ls; echo $n
