# posix: XCU 2.2.4
# status: 0
# compare: no dash has no $'...'

printf '%s' $'\cA\cz\c[\c?\c\\\c]\c^\c_' | od -An -tx1
