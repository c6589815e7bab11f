# posix: XCU 2.6.2
# status: 0

e=
echo "${u-a}" "${u:-b}" "[${e-c}]" "${e:-d}"
x=set
echo ${x-no} ${x:-no}
