cat <<END
x is $((1 + 1))
END
cat <<'END' | wc -l
$x
END
read line <<END
first
END
echo "$line"
