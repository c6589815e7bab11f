printf 'a=1\nb=2\n' > conf
while IFS== read -r key value; do
    echo "$key is $value"
done < conf
