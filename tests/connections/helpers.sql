-- For any test: two people who are connected, because one asked and the other accepted. Afterwards the superuser speaks.
create function tap.connect(one text, other text) returns void
language plpgsql volatile
as $$
begin
  perform tap.speak_as(one);
  perform amity.request_connection(tap.person(other));
  perform tap.speak_as(other);
  perform amity.accept_connection(tap.person(one));
  perform tap.be_quiet();
end;
$$;
