# posix: XCU 2.6.1
# status: 0

HOME=/home/ada
echo a~ a/~ "~" '~' \~ x=~nobody-by-that-name
