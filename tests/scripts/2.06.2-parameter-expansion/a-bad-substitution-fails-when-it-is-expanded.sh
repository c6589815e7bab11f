# posix: XCU 2.6.2
# status: 0
if false; then
    echo ${a!} "${}" ${1a} ${a b} "${#a-b}"
fi
echo 'parsed'
(echo ${a!}; echo 'not here') 2>/dev/null || echo 'bad'
(echo "${a "}"}"; echo 'not here') 2>/dev/null || echo 'bad'
(echo ${}; echo 'not here') 2>/dev/null || echo 'bad'
