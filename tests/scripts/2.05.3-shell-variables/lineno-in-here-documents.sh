# posix: XCU 2.5.3
# status: 0
# compare: no dash has no LINENO

cat <<END
$LINENO
$LINENO $((LINENO))
END
f() {
    cat <<END
$LINENO
END
}
f
echo $LINENO \
    $LINENO
while read -r x; do echo "$x $LINENO"; done <<END
$(echo $LINENO)
END
