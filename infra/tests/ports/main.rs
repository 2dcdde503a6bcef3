//! What every state, vault and blob store must do, written against the ports, and the
//! adapters that are held to it. Another adapter implements [`Fixture`] and is named below.

#![allow(clippy::unwrap_used, missing_docs)]

mod blobs;
mod directory_blobs;
mod embedded;
mod mysql;
mod mysql_copy;
mod s3;
mod s3_blobs;
mod s3_faults;
mod state;
mod vault;

/// An engine of one's own for each test.
pub(crate) trait Fixture: Sized {
    /// Empty.
    async fn start() -> Self;

    /// Ends without an orderly close and starts again on the same data.
    async fn restart(self) -> Self;
}

/// Defines a test for each case of a contract.
macro_rules! contract {
    ($fixture:path, $module:path { $($case:ident)* }) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            use $module as module;
            module::$case(<$fixture as crate::Fixture>::start().await).await;
        })*
    };
}
pub(crate) use contract;

/// Every case of the state's contract for a fixture, named as seen from one module further down.
macro_rules! state_contract {
    ($fixture:path) => {
        mod credentials {
            crate::contract!($fixture, crate::state::credentials {
                a_user_is_found_by_name_and_by_id
                a_name_is_given_once
                every_change_of_what_a_user_may_do_moves_the_generation
                a_renamed_user_signs_in_under_the_new_name_only
                a_removed_user_is_gone_with_all_sessions
                who_has_no_credentials_cannot_be_changed
            });
        }
        mod sessions {
            crate::contract!($fixture, crate::state::sessions {
                a_refresh_token_is_exchanged_for_the_next
                a_token_used_twice_ends_the_whole_family
                of_two_refreshes_at_once_one_ends_the_session
                a_session_ends_when_it_is_idle
                no_refresh_outlives_the_absolute_expiry
                a_check_shows_deactivation_and_new_roles_at_once
                ending_all_sessions_of_a_user_leaves_the_others
                what_is_over_is_purged
                sessions_outlive_a_restart
            });
        }
        mod answers {
            crate::contract!($fixture, crate::state::answers {
                a_request_sent_again_gets_the_same_answer
                another_request_under_the_same_key_is_told_apart
                an_abandoned_request_begins_again
                a_request_cut_off_begins_again_after_a_while
                of_many_at_once_one_begins
                an_answer_is_forgotten_when_it_expires
            });
        }
        mod throttles {
            crate::contract!($fixture, crate::state::throttles {
                the_fifth_failure_costs_a_second_and_each_next_twice_as_much
                waiting_passes_with_time
                success_forgets
                a_day_forgets
                failures_at_once_are_all_counted
            });
        }
        mod leases {
            crate::contract!($fixture, crate::state::leases {
                one_holds_a_lease_until_its_time_is_over
                the_holder_renews_and_keeps_its_fence
                a_released_lease_is_free_with_a_higher_fence
                of_many_at_once_one_gets_the_lease
            });
        }
        mod installation {
            crate::contract!($fixture, crate::state::installation {
                a_state_is_nobodys_until_it_is_claimed
                a_claimed_state_is_nobody_elses
                a_claimed_state_names_its_log
            });
        }
        mod tokens {
            crate::contract!($fixture, crate::state::tokens {
                the_set_up_token_is_good_once
                a_new_token_voids_the_old
                an_expired_or_voided_token_is_not_good
            });
        }
    };
}
pub(crate) use state_contract;

/// Every case of the vault's contract.
macro_rules! vault_contract {
    ($fixture:path) => {
        mod vaults {
            crate::contract!($fixture, crate::vault {
                a_key_is_made_once_and_stays
                many_who_make_the_same_key_at_once_get_the_same
                a_destroyed_key_stays_destroyed
                a_key_is_destroyed_before_it_was_ever_made
                a_vault_that_is_away_never_says_destroyed
            });
        }
    };
}
pub(crate) use vault_contract;

/// Every case of the blob stores' contract; the one that restarts may want a fixture of its own.
macro_rules! blob_contract {
    ($fixture:path, restarted as $restarted:path) => {
        mod blob_stores {
            crate::contract!($fixture, crate::blobs {
                what_is_put_is_read
                a_file_that_came_in_is_kept_and_leaves_the_spool
                what_is_there_stays_as_it_is
                ranges_are_read
                a_missing_blob_is_none
                keys_are_listed_in_order
                a_prefix_is_deleted_and_nothing_else
                hostile_prefixes_are_refused
                many_put_and_delete_at_once
                a_link_gives_one_blob_for_a_while_or_there_are_no_links
            });
            crate::contract!($restarted, crate::blobs { blobs_outlive_a_restart });
        }
    };
}
pub(crate) use blob_contract;
