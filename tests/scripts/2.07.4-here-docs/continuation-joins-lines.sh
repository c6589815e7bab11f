# posix: XCU 2.7.4
# status: 0

cat <<E
one \
two
E
cat <<E
E\
ND
E
