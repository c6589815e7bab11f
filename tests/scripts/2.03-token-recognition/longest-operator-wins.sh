# posix: XCU 2.3
# status: 0

echo a >|f;echo b >>f;cat f
cat <<-E
	x
	E
false||echo or
case x in x)echo case;;esac
true&wait
cat <>f
