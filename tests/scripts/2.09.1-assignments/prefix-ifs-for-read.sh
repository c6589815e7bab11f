# posix: XCU 2.9.1
# status: 0

echo a:b:c | { IFS=: read x y z; echo "$x-$y-$z"; }
