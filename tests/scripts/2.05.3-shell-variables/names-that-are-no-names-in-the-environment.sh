# posix: XCU 2.5.3
# status: 0

env 'bad-name=1' '1x=2' 'good=3' sh -c 'echo "$good"; env | grep -c "^good="'
