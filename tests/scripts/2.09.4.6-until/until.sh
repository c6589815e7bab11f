# posix: XCU 2.9.4.6
# status: 0

i=0
until [ $i -eq 2 ]; do i=$((i + 1)); echo $i; done
