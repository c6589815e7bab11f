# posix: XCU 2.7.4
# status: 0

# There are no lines for a body, so it is empty.
echo `cat <<E`.
echo `cat <<E
a`.
echo `cat <<E
`.
echo "`cat <<'E'; echo b`".
echo $(cat <<E).
echo end
