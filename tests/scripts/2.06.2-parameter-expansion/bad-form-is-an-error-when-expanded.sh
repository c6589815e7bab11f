# posix: XCU 2.6.2
# status: 2
x=abc
if false; then
    echo "${x:0:1}" ${x/a/"}"} ${x^^} ${} ${x y} ${!x} ${#x%c}
fi
(echo ${x:0:1}; echo not reached) && echo not reached
other() { echo "${x//b/}"; }
echo still here
other
echo not reached
