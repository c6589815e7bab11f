# posix: XCU 2.7.4
# status: 0
# compare: no dash keeps a continuation that stands behind a tab

cat <<-E
	a
	\
	b
\
\
	c
	d\
	e
	E
cat <<-'E'
	\
	f
	E
