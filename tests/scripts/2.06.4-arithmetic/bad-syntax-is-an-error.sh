# posix: XCU 2.6.4
# status: 0

for e in '1 +' '* 2' '(1' '1)' '1 2' '1 = 2' 'a b' '5 ? 1' '1 ? : 2' '@' '1 && '; do
(eval "echo \$(($e)); echo no") 2>/dev/null || echo "failed $e"
done
