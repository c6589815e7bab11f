# posix: XCU 2.6.3
# status: 0

cat <<E
$(echo a; echo b) `echo c`
"$(echo "d  e")"
\$(echo f)
E
