# posix: XCU 2.3
# status: 0

x=$(cat <<E
a ) b
E
)
echo "$x"
echo "$(cat <<'E'
it's "
E
) end"
