-- A submission looks up what its user has for its problem, in every scope. With the scope in between, the index was
-- read through all problems of the user.
alter table problem_score
  drop constraint problem_score_pkey,
  add primary key (user_id, problem_id, scope);
