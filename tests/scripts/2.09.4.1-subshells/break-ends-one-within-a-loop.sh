# posix: XCU 2.9.4.1
# status: 0
for v in a b; do
    (echo $v; break; echo not reached)
    echo still in the loop
done
