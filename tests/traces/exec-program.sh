echo first
exec echo "took over"
echo never
