# posix: XCU 2.9.4.4
# status: 0

n=3
if [ $n -eq 1 ]; then echo one
elif [ $n -eq 2 ]; then echo two
elif [ $n -eq 3 ]; then echo three
elif true; then echo more
else echo other
fi
