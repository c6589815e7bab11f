# posix: XCU 2.6.2
# status: 0

a=1
echo ${a}2 ${a}b $a/${a}/"$a"/'$a' "${a}"b b${a} ${a}${a} $a$a
