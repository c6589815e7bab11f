# posix: XCU 2.6.1
# status: 0

HOME=/home/me
x=~/bin:~ sh -c 'echo $x'
