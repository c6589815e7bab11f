# posix: XCU 2.14.3
# status: 0

touch a.txt b.txt c.log
echo *.txt
echo *
