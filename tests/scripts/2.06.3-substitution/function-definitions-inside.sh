# posix: XCU 2.6.3
# status: 0

x=$(f() { echo "in f $1"; }; f a; f b); echo "$x"
f 2>/dev/null || echo 'no f'
