# posix: XCU 2.6.2
# status: 0

x='a b
c d'
echo "${x#* }" ; echo "${x##* }"; echo "${x%
*}"; echo "${x%% *}"
