# posix: XCU 2.10.2
# status: 0

if
true

then

echo yes

else
echo no
fi
