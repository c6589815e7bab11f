# posix: XCU 2.7.4
# status: 0

f() { cat <<E
$1 $((n=n+1))
E
}
f a; f b
