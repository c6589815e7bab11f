# posix: XCU 2.6.2
# status: 0

set -u
n=
echo "[$n]" "[${n-w}]" "[${x-w}]" "[${x:-w}]" "[${x+w}]" "[${x=w}]" "[$*]" "[$@]" $#
(echo $undefined; echo no) 2>/dev/null || echo failed
(echo ${undefined#x}; echo no) 2>/dev/null || echo failed
(echo ${#undefined}; echo no) 2>/dev/null || echo failed
(echo $1; echo no) 2>/dev/null || echo failed
